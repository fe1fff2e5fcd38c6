/** What happened and what to do, for each member of the contract's `Trouble`, in simplified Chinese. */
import type { TroubleMessages } from './trouble.ts';

export const troubleZhHans: TroubleMessages = {
  'foreign-card': {
    title: ({ issuer }) => (issuer === null ? '这不是ICOCA卡' : `这是${issuer}卡`),
    lead: () => '积分业务仅限ICOCA。请放上ICOCA。',
  },
  'not-felica': {
    title: () => '这不是ICOCA卡',
    lead: () => '本机不能读取信用卡等卡片。请放上ICOCA。',
  },
  'unknown-card': {
    title: () => '此卡不能在这里使用',
    lead: () => '请放上ICOCA。如果您放的就是ICOCA，请联系车站工作人员。',
  },
  'several-cards': {
    title: () => '读卡器上不止一张卡',
    lead: () => '请从钱包或卡套中取出ICOCA，只放一张。',
  },
  'card-unreadable': {
    title: () => '未能读取卡片',
    lead: () => '请拿起卡片，重新平放。如果仍无法读取，请联系车站工作人员。',
  },
  'card-removed': {
    title: () => '卡片过早离开了读卡器',
    lead: () => '请从头办理。结束之前，请不要移动卡片。',
  },
  'different-card': {
    title: () => '这不是刚才的卡片',
    lead: () => '请用最初放上的卡片重新办理。',
  },
  'registration-not-needed': {
    title: ({ cardKind }) => `${cardKind}无需登记`,
    lead: ({ canApply }) =>
      canApply
        ? '您可以直接用此卡申请マイナポイント（My Number积分）。'
        : 'マイナポイント（My Number积分）的申请已经截止。您已有的积分仍可充值。',
  },
  'mobile-not-started': {
    title: () => 'Mobile ICOCA尚不能使用',
    lead: ({ from }) => `服务将于${from}开始。在此之前，请使用卡片式ICOCA。`,
  },
  'no-stored-fare': {
    title: () => '此卡不能充值',
    lead: () => '无储值功能的ICOCA定期券不能使用积分服务。',
  },
  'not-on-this-machine': {
    title: () => '本机不能办理登记',
    lead: () => '请使用深蓝色或粉色的售票机登记。',
  },
  unregistered: {
    title: () => '此卡尚未登记',
    lead: ({ canRegisterHere }) =>
      canRegisterHere
        ? '累积积分前需要先登记。现在就可以登记（免费，约30秒）。'
        : '累积积分前需要先登记。请使用深蓝色或粉色的售票机登记。',
  },
  'no-points': {
    title: () => '没有可以充值的积分',
    lead: ({ points, next }) => `您有${points}，充值以10积分为单位。${next === null ? '' : `下次预计到账：${next}。`}`,
  },
  'card-full': {
    title: () => '卡内余额已满',
    lead: ({ balance, points }) => `卡内余额为${balance}，上限为20,000日元。使用一部分后，即可充值您的${points}。`,
  },
  'points-changed': {
    title: () => '您的积分刚刚发生了变化',
    lead: () => '办理过程中积分数量发生了变化。请从头办理。',
  },
  'points-held': {
    title: () => '正在确认上次的充值',
    lead: () => '确认之前，您的积分会为您保留。请将受理编号告知车站工作人员。',
  },
  'center-unreachable': {
    title: () => '目前无法连接',
    lead: () => '请稍后再试。您仍可查询余额和使用记录。',
  },
  'date-unknown': {
    title: () => '无法确认日期',
    lead: () => '确认日期之前不能办理此业务。请稍后再试。',
  },
  'reader-unavailable': {
    title: () => '读卡器暂时无法使用',
    lead: () => '请稍后再试，或使用其他售票机。',
  },
  'charge-not-done': {
    title: () => '充值没有成功',
    lead: ({ points }) => `卡片没有写入任何内容。${points}已退还给您，您可以重新办理。`,
  },
  'card-refused': {
    title: () => '未能写入此卡',
    lead: () => '非常抱歉。请联系车站工作人员。',
  },
};
