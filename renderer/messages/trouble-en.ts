/** What happened and what to do, for each member of the contract's `Trouble`, in English. */
import type { TroubleMessages } from './trouble.ts';

export const troubleEn: TroubleMessages = {
  'foreign-card': {
    title: ({ issuer }) => (issuer === null ? 'This card is not an ICOCA' : `This is a ${issuer} card`),
    lead: () => 'The points service is for ICOCA cards. Please place an ICOCA on the reader.',
  },
  'not-felica': {
    title: () => 'This card is not an ICOCA',
    lead: () => 'Credit cards and the like cannot be read here. Please place an ICOCA on the reader.',
  },
  'unknown-card': {
    title: () => 'This card cannot be used here',
    lead: () => 'Please place an ICOCA on the reader. If it is an ICOCA, please tell the station staff.',
  },
  'several-cards': {
    title: () => 'More than one card is on the reader',
    lead: () => 'Please take your ICOCA out of the wallet and place it alone.',
  },
  'card-unreadable': {
    title: () => 'The card could not be read',
    lead: () => 'Lift it and place it flat again. If this happens again, please tell the station staff.',
  },
  'card-removed': {
    title: () => 'The card was lifted too early',
    lead: () => 'Please start again, and leave the card on the reader until the end.',
  },
  'different-card': {
    title: () => 'This is a different card',
    lead: () => 'Please start again with the card you used first.',
  },
  'registration-not-needed': {
    title: ({ cardKind }) => `${cardKind} needs no registration`,
    lead: ({ canApply }) =>
      canApply
        ? 'You can apply for マイナポイント (My Number points) with this card right away.'
        : 'Applications for マイナポイント (My Number points) have closed. You can still use points that you have.',
  },
  'mobile-not-started': {
    title: () => 'Mobile ICOCA has not started yet',
    lead: ({ from }) => `The service starts on ${from}. Until then, please use a plastic ICOCA.`,
  },
  'no-stored-fare': {
    title: () => 'This card cannot hold money',
    lead: () => 'A commuter pass without stored fare cannot be used for the points service.',
  },
  'not-on-this-machine': {
    title: () => 'This machine does not register cards',
    lead: () => 'Please use a navy or a pink ticket machine.',
  },
  unregistered: {
    title: () => 'This card is not registered yet',
    lead: ({ canRegisterHere }) =>
      canRegisterHere
        ? 'To collect points, a card has to be registered first. You can do it now: free, about 30 seconds.'
        : 'To collect points, a card has to be registered first, at a navy or a pink ticket machine.',
  },
  'no-points': {
    title: () => 'There are no points to add yet',
    lead: ({ points, next }) =>
      `You have ${points}. Points are added in tens.${next === null ? '' : ` Next grant: ${next}.`}`,
  },
  'card-full': {
    title: () => 'The card is full',
    lead: ({ balance, points }) =>
      `It holds ${balance}; the most it can hold is ¥20,000. Once you have used some, you can add your ${points}.`,
  },
  'points-changed': {
    title: () => 'Your points have just changed',
    lead: () => 'They changed during this procedure. Please start again.',
  },
  'points-held': {
    title: () => 'An earlier transaction is being checked',
    lead: () => 'Your points are kept safe until then. Please tell the station staff this reference.',
  },
  'center-unreachable': {
    title: () => 'No connection at the moment',
    lead: () => 'Please try again later. Balance and history are still available.',
  },
  'date-unknown': {
    title: () => 'The date could not be confirmed',
    lead: () => 'This cannot be done until it is. Please try again later.',
  },
  'reader-unavailable': {
    title: () => 'The card reader is not working',
    lead: () => 'Please try again later or use another ticket machine.',
  },
  'charge-not-done': {
    title: () => 'Nothing was added',
    lead: ({ points }) => `Nothing was written to the card. Your ${points} are back. You can try again.`,
  },
  'card-refused': {
    title: () => 'The card could not be written',
    lead: () => 'We are sorry. Please tell the station staff.',
  },
};
