/** What happened and what to do, for each member of the contract's `Trouble`, in traditional Chinese. */
import type { TroubleMessages } from './trouble.ts';

export const troubleZhHant: TroubleMessages = {
  'foreign-card': {
    title: ({ issuer }) => (issuer === null ? '這不是ICOCA' : `這是${issuer}卡`),
    lead: () => '點數服務僅限ICOCA。請放上ICOCA。',
  },
  'not-felica': {
    title: () => '這不是ICOCA',
    lead: () => '本機不能讀取信用卡等卡片。請放上ICOCA。',
  },
  'unknown-card': {
    title: () => '此卡不能在這裡使用',
    lead: () => '請放上ICOCA。如果您放的就是ICOCA，請洽站務人員。',
  },
  'several-cards': {
    title: () => '讀卡機上有兩張以上的卡片',
    lead: () => '請從皮夾或卡套中取出ICOCA，只放一張。',
  },
  'card-unreadable': {
    title: () => '無法讀取卡片',
    lead: () => '請拿起卡片，重新平放。如果仍無法讀取，請洽站務人員。',
  },
  'card-removed': {
    title: () => '卡片太早離開讀卡機',
    lead: () => '請從頭辦理。結束之前，請不要移動卡片。',
  },
  'different-card': {
    title: () => '這不是剛才的卡片',
    lead: () => '請用最初放上的卡片重新辦理。',
  },
  'registration-not-needed': {
    title: ({ cardKind }) => `${cardKind}不需登錄`,
    lead: ({ canApply }) =>
      canApply
        ? '您可以直接用此卡申請マイナポイント（My Number點數）。'
        : 'マイナポイント（My Number點數）的申請已經截止。您已有的點數仍可加值。',
  },
  'mobile-not-started': {
    title: () => 'Mobile ICOCA尚不能使用',
    lead: ({ from }) => `服務將於${from}開始。在此之前，請使用卡片式ICOCA。`,
  },
  'no-stored-fare': {
    title: () => '此卡不能加值',
    lead: () => '無儲值功能的ICOCA定期票不能使用點數服務。',
  },
  'not-on-this-machine': {
    title: () => '本機不能辦理登錄',
    lead: () => '請使用深藍色或粉紅色的售票機登錄。',
  },
  unregistered: {
    title: () => '此卡尚未登錄',
    lead: ({ canRegisterHere }) =>
      canRegisterHere
        ? '累積點數前需要先登錄。現在就可以登錄（免費，約30秒）。'
        : '累積點數前需要先登錄。請使用深藍色或粉紅色的售票機登錄。',
  },
  'no-points': {
    title: () => '沒有可以加值的點數',
    lead: ({ points, next }) => `您有${points}，加值以10點為單位。${next === null ? '' : `下次預計入帳：${next}。`}`,
  },
  'card-full': {
    title: () => '卡片餘額已滿',
    lead: ({ balance, points }) => `卡片餘額為${balance}，上限為20,000日圓。使用一部分後，即可加值您的${points}。`,
  },
  'points-changed': {
    title: () => '您的點數剛剛有變動',
    lead: () => '辦理過程中點數數量有變動。請從頭辦理。',
  },
  'points-held': {
    title: () => '正在確認上次的加值',
    lead: () => '確認之前，您的點數會為您保留。請將受理編號告知站務人員。',
  },
  'center-unreachable': {
    title: () => '目前無法連線',
    lead: () => '請稍後再試。您仍可查詢餘額與使用紀錄。',
  },
  'date-unknown': {
    title: () => '無法確認日期',
    lead: () => '確認日期之前不能辦理此項目。請稍後再試。',
  },
  'reader-unavailable': {
    title: () => '讀卡機暫時無法使用',
    lead: () => '請稍後再試，或使用其他售票機。',
  },
  'charge-not-done': {
    title: () => '加值沒有成功',
    lead: ({ points }) => `卡片沒有寫入任何內容。${points}已退還給您，您可以重新辦理。`,
  },
  'card-refused': {
    title: () => '無法寫入此卡',
    lead: () => '非常抱歉。請洽站務人員。',
  },
};
