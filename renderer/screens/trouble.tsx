import type { JSX } from 'preact';
import type { Trouble } from '../../station/contract/index.ts';
import type { WordsOf } from '../messages/trouble.ts';
import { IntentButton } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { LayCardPicture, SignPicture } from '../parts/pictogram.tsx';
import { Reference } from '../parts/reference.tsx';
import { accepts, format, screen, text } from '../state.ts';
import { UNCHANGED, waysOf } from '../trouble.ts';
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

export function TroubleScreen({ body }: ScreenProps<'trouble'>) {
  const t = text.value;
  const { trouble } = body;
  const { title, lead } = words(trouble);
  const { next, takeCard } = waysOf(body, screen.value?.accepts ?? []);
  return (
    <Scene
      picture={picture(trouble.kind)}
      title={title}
      lead={lead}
      footer={
        <Footer
          nextLabel={
            accepts('cancel') ? t.common.tryAgain : next === 'register' ? t.common.finish : t.common.understood
          }
          nextLook={next === 'continue' ? 'next' : 'choice'}
        >
          {next === 'register' && (
            <IntentButton intent={{ type: 'choose-job', job: 'registration' }} look="next">
              {t.inquiry.register}
            </IntentButton>
          )}
          {next === 'call-staff' && (
            <IntentButton intent={{ type: 'call-staff' }} look="next">
              {t.common.callStaff}
            </IntentButton>
          )}
        </Footer>
      }
    >
      {UNCHANGED.has(trouble.kind) && <Note kind="good">{t.common.unchanged}</Note>}
      {trouble.kind === 'points-held' && <Reference value={trouble.reference} />}
      {takeCard && <Note kind="care">{t.common.takeCard}</Note>}
    </Scene>
  );
}
