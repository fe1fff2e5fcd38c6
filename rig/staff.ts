import { fromHex } from '../hardware/bytes.ts';
import type { LiteSCard } from '../hardware/card/simulator/lite-s.ts';
import { type CardSpec, simulatedCardFrom } from '../hardware/card/simulator/spec.ts';
import { nameOfStaffCard } from '../hardware/card/staff.ts';
import { staffIdBlock } from '../hardware/card/staff-card.ts';
import { rigStaffCardKey } from '../hardware/sam/rig-keys.ts';
import { PIN_COST, verifierOf } from '../station/staff/access/pin.ts';
import { openRegister, type RegisteredCard } from '../station/staff/access/register.ts';

type StaffSpec = Extract<CardSpec, { kind: 'staff' }>;

/** A rig's staff card as the register of a machine has it. */
export function registeredRigCard(spec: StaffSpec, pin: string, cost: number = PIN_COST): RegisteredCard {
  const { idm } = simulatedCardFrom(spec) as LiteSCard;
  const card = nameOfStaffCard(rigStaffCardKey(staffIdBlock(fromHex(idm))));
  const { staffId, role } = spec;
  return { card, version: 1, staffId, role, verifier: verifierOf(pin, cost), removed: false };
}

/** Puts cards on the register of a machine that has none yet: a demo begins with staff that can come in. */
export function enrolRigStaff(file: string, cards: readonly { spec: StaffSpec; pin: string }[], cost?: number): void {
  const register = openRegister(file);
  if (register.cards !== null || cards.length === 0) return;
  const written = register.merge(cards.map(({ spec, pin }) => registeredRigCard(spec, pin, cost)));
  if (!written.ok) throw new Error(`the register of staff cards: ${written.error.detail}`);
}
