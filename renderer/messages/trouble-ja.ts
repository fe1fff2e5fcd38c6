/** What happened and what to do, for each member of the contract's `Trouble`, in Japanese. */
import type { TroubleMessages } from './trouble.ts';

export const troubleJa: TroubleMessages = {
  'foreign-card': {
    title: ({ issuer }) => (issuer === null ? 'ほかの会社のカードです' : `${issuer}のカードです`),
    lead: () => 'ポイントのお手続きは、ICOCAでご利用いただけます。ICOCAを置いてください。',
  },
  'not-felica': {
    title: () => 'ICOCAではないカードです',
    lead: () => 'クレジットカードなどは読み取れません。ICOCAを置いてください。',
  },
  'unknown-card': {
    title: () => 'ご利用になれないカードです',
    lead: () => 'ICOCAを置いてください。ICOCAをお持ちなのにこの画面になるときは、係員にお知らせください。',
  },
  'several-cards': {
    title: () => 'カードが2枚以上あります',
    lead: () => '財布やケースから出して、ICOCAを1枚だけ置いてください。',
  },
  'card-unreadable': {
    title: () => 'カードを読み取れませんでした',
    lead: () => '一度離して、もう一度平らに置いてください。くり返すときは、係員にお知らせください。',
  },
  'card-removed': {
    title: () => 'カードが途中で離れました',
    lead: () => 'もう一度、はじめからお手続きください。終わるまでカードを置いたままにしてください。',
  },
  'different-card': {
    title: () => '先ほどとちがうカードです',
    lead: () => 'はじめに置いたカードで、もう一度お手続きください。',
  },
  'registration-not-needed': {
    title: ({ cardKind }) => `${cardKind}は登録がいりません`,
    lead: ({ canApply }) =>
      canApply
        ? 'このカードは、利用登録をしなくてもマイナポイントのお申込みができます。'
        : 'マイナポイントのお申込みは終了しました。お持ちのポイントは、これからもチャージできます。',
  },
  'mobile-not-started': {
    title: () => 'モバイルICOCAは、まだご利用になれません',
    lead: ({ from }) => `${from}にサービスが始まります。それまではカードのICOCAをご利用ください。`,
  },
  'no-stored-fare': {
    title: () => 'チャージできないカードです',
    lead: () => 'チャージ機能のないICOCA定期券は、ポイントのお手続きにご利用になれません。',
  },
  'not-on-this-machine': {
    title: () => 'この券売機では登録できません',
    lead: () => '利用登録は、紺色またはピンク色の券売機でお願いします。',
  },
  unregistered: {
    title: () => 'まだ利用登録がされていません',
    lead: ({ canRegisterHere }) =>
      canRegisterHere
        ? 'ポイントをためるには、はじめに利用登録が必要です。このまま登録できます（無料・約30秒）。'
        : 'ポイントをためるには、はじめに利用登録が必要です。紺色またはピンク色の券売機で登録してください。',
  },
  'no-points': {
    title: () => 'チャージできるポイントがありません',
    lead: ({ points, next }) =>
      `お持ちのポイントは${points}です。チャージは10ポイント単位です。${next === null ? '' : `次の付与は${next}の予定です。`}`,
  },
  'card-full': {
    title: () => 'カードの残高がいっぱいです',
    lead: ({ balance, points }) =>
      `カードの残高は${balance}です。チャージできるのは20,000円までです。ご利用のあとに、${points}をチャージできます。`,
  },
  'points-changed': {
    title: () => 'ポイント数が変わりました',
    lead: () => 'お手続きの間にポイント数が変わりました。もう一度、はじめからお手続きください。',
  },
  'points-held': {
    title: () => '前回のチャージを確認しています',
    lead: () => '確認が終わるまで、ポイントをお預かりしています。係員に受付番号をお伝えください。',
  },
  'center-unreachable': {
    title: () => 'ただいま通信できません',
    lead: () => 'しばらくしてから、もう一度お試しください。残高と履歴の確認はご利用いただけます。',
  },
  'date-unknown': {
    title: () => '日付を確認できません',
    lead: () => '日付が確認できるまで、このお手続きはできません。しばらくしてからお試しください。',
  },
  'reader-unavailable': {
    title: () => 'カードリーダーを調整しています',
    lead: () => 'しばらくしてからお試しいただくか、ほかの券売機をご利用ください。',
  },
  'charge-not-done': {
    title: () => 'チャージは行われませんでした',
    lead: ({ points }) =>
      `カードには何も書き込まれていません。${points}はお手もとに戻っています。もう一度お手続きいただけます。`,
  },
  'card-refused': {
    title: () => 'このカードには書き込めませんでした',
    lead: () => 'おそれいりますが、係員にお知らせください。',
  },
};
