/** What happened and what to do, for each member of the contract's `Trouble`, in Korean. */
import type { TroubleMessages } from './trouble.ts';

export const troubleKo: TroubleMessages = {
  'foreign-card': {
    title: ({ issuer }) => (issuer === null ? 'ICOCA가 아닌 카드입니다' : `${issuer} 카드입니다`),
    lead: () => '포인트 서비스는 ICOCA만 이용하실 수 있습니다. ICOCA를 올려 주세요.',
  },
  'not-felica': {
    title: () => 'ICOCA가 아닌 카드입니다',
    lead: () => '신용카드 등은 읽을 수 없습니다. ICOCA를 올려 주세요.',
  },
  'unknown-card': {
    title: () => '이용하실 수 없는 카드입니다',
    lead: () => 'ICOCA를 올려 주세요. ICOCA인데도 이 화면이 나오면 역 직원에게 알려 주세요.',
  },
  'several-cards': {
    title: () => '카드가 두 장 이상 있습니다',
    lead: () => '지갑이나 케이스에서 꺼내 ICOCA 한 장만 올려 주세요.',
  },
  'card-unreadable': {
    title: () => '카드를 읽지 못했습니다',
    lead: () => '카드를 들었다가 다시 평평하게 올려 주세요. 계속 읽지 못하면 역 직원에게 알려 주세요.',
  },
  'card-removed': {
    title: () => '카드가 도중에 떨어졌습니다',
    lead: () => '처음부터 다시 해 주세요. 끝날 때까지 카드를 올려 두세요.',
  },
  'different-card': {
    title: () => '앞서 쓰신 카드와 다른 카드입니다',
    lead: () => '처음에 올리신 카드로 다시 해 주세요.',
  },
  'registration-not-needed': {
    title: ({ cardKind }) => `${cardKind}는 등록이 필요 없습니다`,
    lead: ({ canApply }) =>
      canApply
        ? '이 카드로 바로 マイナポイント(마이나 포인트)를 신청하실 수 있습니다.'
        : 'マイナポイント(마이나 포인트) 신청은 종료되었습니다. 보유하신 포인트는 계속 충전하실 수 있습니다.',
  },
  'mobile-not-started': {
    title: () => 'Mobile ICOCA는 아직 이용하실 수 없습니다',
    lead: ({ from }) => `${from}에 서비스가 시작됩니다. 그때까지는 카드형 ICOCA를 이용해 주세요.`,
  },
  'no-stored-fare': {
    title: () => '충전할 수 없는 카드입니다',
    lead: () => '충전 기능이 없는 ICOCA 정기권은 포인트 서비스를 이용하실 수 없습니다.',
  },
  'not-on-this-machine': {
    title: () => '이 발매기에서는 등록할 수 없습니다',
    lead: () => '남색 또는 분홍색 발매기에서 등록해 주세요.',
  },
  unregistered: {
    title: () => '아직 등록되지 않은 카드입니다',
    lead: ({ canRegisterHere }) =>
      canRegisterHere
        ? '포인트를 모으려면 먼저 등록하셔야 합니다. 지금 바로 등록하실 수 있습니다(무료, 약 30초).'
        : '포인트를 모으려면 먼저 등록하셔야 합니다. 남색 또는 분홍색 발매기에서 등록해 주세요.',
  },
  'no-points': {
    title: () => '충전할 포인트가 없습니다',
    lead: ({ points, next }) =>
      `보유 포인트는 ${points}입니다. 충전은 10포인트 단위입니다.${next === null ? '' : ` 다음 적립 예정: ${next}.`}`,
  },
  'card-full': {
    title: () => '카드 잔액이 가득 찼습니다',
    lead: ({ balance, points }) =>
      `카드 잔액은 ${balance}입니다. 20,000엔까지 충전하실 수 있습니다. 사용하신 뒤에 ${points}를 충전하실 수 있습니다.`,
  },
  'points-changed': {
    title: () => '포인트 수가 바뀌었습니다',
    lead: () => '진행하는 동안 포인트 수가 바뀌었습니다. 처음부터 다시 해 주세요.',
  },
  'points-held': {
    title: () => '지난번 충전을 확인하고 있습니다',
    lead: () => '확인이 끝날 때까지 포인트를 보관합니다. 역 직원에게 접수 번호를 알려 주세요.',
  },
  'center-unreachable': {
    title: () => '지금은 통신이 되지 않습니다',
    lead: () => '잠시 후 다시 시도해 주세요. 잔액과 내역은 조회하실 수 있습니다.',
  },
  'date-unknown': {
    title: () => '날짜를 확인할 수 없습니다',
    lead: () => '날짜가 확인될 때까지 이용하실 수 없습니다. 잠시 후 다시 시도해 주세요.',
  },
  'reader-unavailable': {
    title: () => '카드 리더기를 점검하고 있습니다',
    lead: () => '잠시 후 다시 시도하시거나 다른 발매기를 이용해 주세요.',
  },
  'charge-not-done': {
    title: () => '충전되지 않았습니다',
    lead: ({ points }) =>
      `카드에는 아무것도 기록되지 않았습니다. ${points}는 되돌려 드렸습니다. 다시 하실 수 있습니다.`,
  },
  'card-refused': {
    title: () => '카드에 기록하지 못했습니다',
    lead: () => '죄송합니다. 역 직원에게 알려 주세요.',
  },
};
