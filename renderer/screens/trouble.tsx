import type { JSX } from 'preact';
import type { Trouble } from '../../station/contract/index.ts';
import type { WordsOf } from '../messages/trouble.ts';
import { IntentButton } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { LayCardPicture, SignPicture } from '../parts/pictogram.tsx';
import { Reference } from '../parts/reference.tsx';
import { accepts, format, text } from '../state.ts';
import { unreachable } from '../unreachable.ts';
import type { ScreenProps } from './props.ts';

/** Title and lead of a trouble in the passenger's language. */
function words(trouble: Trouble): { title: string; lead: string } {
  const t = text.value;
  const f = format.value;
  const fill = <Kind extends Trouble['kind']>(kind: Kind, values: WordsOf<Kind>) => {
    const message = t.trouble[kind];
    return { title: message.title(values), lead: message.lead(values) };
  };
  switch (trouble.kind) {
    case 'foreign-card':
      return fill(trouble.kind, { issuer: trouble.issuer });
    case 'registration-not-needed':
      return fill(trouble.kind, { cardKind: t.cardKind[trouble.cardKind], canApply: trouble.canApply });
    case 'mobile-not-started':
      return fill(trouble.kind, { from: f.day(trouble.from) });
    case 'unregistered':
      return fill(trouble.kind, { canRegisterHere: trouble.canRegisterHere });
    case 'no-points':
      return fill(trouble.kind, { points: f.points(trouble.points), next: nextGrant(trouble) });
    case 'card-full':
      return fill(trouble.kind, { balance: f.yen(trouble.balanceYen), points: f.points(trouble.points) });
    case 'charge-not-done':
      return fill(trouble.kind, { points: f.points(trouble.points) });
    case 'not-felica':
    case 'unknown-card':
    case 'several-cards':
    case 'card-unreadable':
    case 'card-removed':
    case 'different-card':
    case 'no-stored-fare':
    case 'not-on-this-machine':
    case 'points-changed':
    case 'points-held':
    case 'center-unreachable':
    case 'date-unknown':
    case 'reader-unavailable':
    case 'card-refused':
      return fill(trouble.kind, {});
    default:
      return unreachable(trouble);
  }
}

/** 「5,000ポイント（4月18日頃）」: around, never a promise. */
function nextGrant(trouble: Extract<Trouble, { kind: 'no-points' }>): string | null {
  const { nextGrantOn, nextGrantPoints } = trouble;
  if (nextGrantOn === null || nextGrantPoints === null) return null;
  const around = text.value.inquiry.around(format.value.monthDay(nextGrantOn));
  return text.value.common.bracketed(format.value.points(nextGrantPoints), around);
}

/** What the passenger can do is the picture: lay the card once more, call someone, or just know it. */
function picture(kind: Trouble['kind']): JSX.Element {
  switch (kind) {
    case 'several-cards':
    case 'card-unreadable':
    case 'card-removed':
    case 'different-card':
      return <LayCardPicture />;
    case 'points-held':
    case 'card-refused':
      return <SignPicture sign="staff" />;
    case 'registration-not-needed':
      return <SignPicture sign="good" />;
    case 'unregistered':
    case 'no-points':
    case 'card-full':
    case 'points-changed':
    case 'charge-not-done':
    case 'mobile-not-started':
      return <SignPicture sign="care" />;
    case 'foreign-card':
    case 'not-felica':
    case 'unknown-card':
    case 'no-stored-fare':
    case 'not-on-this-machine':
    case 'center-unreachable':
    case 'date-unknown':
    case 'reader-unavailable':
      return <SignPicture sign="stop" />;
    default:
      return unreachable(kind);
  }
}

/** Something was under way, and people ask themselves what became of it. Not `points-held`: there nobody knows yet. */
const INTERRUPTED: ReadonlySet<Trouble['kind']> = new Set<Trouble['kind']>([
  'card-unreadable',
  'card-removed',
  'different-card',
  'points-changed',
  'center-unreachable',
  'date-unknown',
  'reader-unavailable',
  'charge-not-done',
  'card-refused',
]);

export function TroubleScreen({ body }: ScreenProps<'trouble'>) {
  const t = text.value;
  const { trouble } = body;
  const { title, lead } = words(trouble);
  const canRegister = trouble.kind === 'unregistered' && trouble.canRegisterHere && accepts('choose-job');
  // The same card may be served in the next moment: it is not to be taken away before.
  const goesOn = canRegister || accepts('cancel');
  return (
    <Scene
      picture={picture(trouble.kind)}
      title={title}
      lead={lead}
      footer={
        <Footer
          nextLabel={accepts('cancel') ? t.common.tryAgain : canRegister ? t.common.finish : t.common.understood}
          nextLook={canRegister ? 'choice' : 'next'}
        >
          {canRegister && (
            <IntentButton intent={{ type: 'choose-job', job: 'registration' }} look="next">
              {t.inquiry.register}
            </IntentButton>
          )}
        </Footer>
      }
    >
      {INTERRUPTED.has(trouble.kind) && <Note kind="good">{t.common.unchanged}</Note>}
      {trouble.kind === 'points-held' && <Reference value={trouble.reference} />}
      {body.cardOnReader && !goesOn && <Note kind="care">{t.common.takeCard}</Note>}
    </Scene>
  );
}
