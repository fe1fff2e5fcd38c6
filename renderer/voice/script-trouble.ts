/** What is said of a trouble: the words of its screen, with its numbers as pieces. */
import type { Screen, Trouble } from '../../station/contract/index.ts';
import { UNCHANGED, waysOf } from '../trouble.ts';
import { unreachable } from '../unreachable.ts';
import { filled, type Piece, phrase } from './line.ts';
import type { Body, Script, Tongue } from './script.ts';

export function troubleLines(body: Body<'trouble'>, accepts: Screen['accepts'], tongue: Tongue): Script {
  const { t } = tongue;
  return [
    ...told(body.trouble, tongue),
    ...(UNCHANGED.has(body.trouble.kind) ? [[t.common.unchanged]] : []),
    ...(waysOf(body, accepts).takeCard ? [[t.common.takeCard]] : []),
  ];
}

function told(trouble: Trouble, { t, v }: Tongue): Piece[][] {
  switch (trouble.kind) {
    case 'foreign-card': {
      const { title, lead } = t.trouble[trouble.kind];
      const name = trouble.issuer;
      const first =
        name === null
          ? [phrase(title({ issuer: null }))]
          : filled((mark = '') => title({ issuer: mark }), [phrase(name)]);
      return [first, [phrase(lead({ issuer: name }))]];
    }
    case 'registration-not-needed': {
      const { title, lead } = t.trouble[trouble.kind];
      const { canApply } = trouble;
      const kind = [phrase(t.cardKind[trouble.cardKind])];
      return [
        filled((cardKind = '') => title({ cardKind, canApply }), kind),
        filled((cardKind = '') => lead({ cardKind, canApply }), kind),
      ];
    }
    case 'mobile-not-started': {
      const { title, lead } = t.trouble[trouble.kind];
      const day = v.day(trouble.from);
      return [filled((from = '') => title({ from }), day), filled((from = '') => lead({ from }), day)];
    }
    case 'unregistered': {
      const { title, lead } = t.trouble[trouble.kind];
      return [[phrase(title(trouble))], [phrase(lead(trouble))]];
    }
    case 'no-points': {
      const { title, lead } = t.trouble[trouble.kind];
      const points = v.points(trouble.points);
      const { nextGrantOn: on, nextGrantPoints: grant } = trouble;
      const next =
        on === null || grant === null
          ? null
          : filled(t.common.bracketed, v.points(grant), filled(t.inquiry.around, v.monthDay(on)));
      const words = (has: string, comes: string | undefined) => ({
        points: has,
        next: next === null ? null : (comes ?? ''),
      });
      return [
        filled((has = '', comes) => title(words(has, comes)), points, next ?? []),
        filled((has = '', comes) => lead(words(has, comes)), points, next ?? []),
      ];
    }
    case 'card-full': {
      const { title, lead } = t.trouble[trouble.kind];
      const values = [v.yen(trouble.balanceYen), v.points(trouble.points)] as const;
      return [
        filled((balance = '', points = '') => title({ balance, points }), ...values),
        filled((balance = '', points = '') => lead({ balance, points }), ...values),
      ];
    }
    case 'charge-not-done': {
      const { title, lead } = t.trouble[trouble.kind];
      const value = v.points(trouble.points);
      return [filled((points = '') => title({ points }), value), filled((points = '') => lead({ points }), value)];
    }
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
      return [[phrase(t.trouble[trouble.kind].title({}))], [phrase(t.trouble[trouble.kind].lead({}))]];
    default:
      return unreachable(trouble);
  }
}
