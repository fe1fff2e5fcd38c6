/** The room of settings: the list, and one field at a time. */
import { assign, setup } from 'xstate';
import type { StaffIntent } from '../../contract/staff.ts';
import type { SettingField, SettingRefusal, SettingValue } from '../../contract/staff-settings.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { Who } from '../parts.ts';
import type { RoomInput } from '../rooms.ts';

interface Context {
  readonly who: Who;
  readonly field: SettingField;
  /** What the last touch did. */
  readonly done: { readonly field: SettingField; readonly value: SettingValue } | null;
  readonly problem: SettingRefusal | null;
}

export function settingsMachine(deps: StationDeps) {
  const { settings, audit } = deps.staff;
  return setup({
    types: { context: {} as Context, input: {} as RoomInput, events: {} as StaffIntent | { type: 'touched' } },
    actions: {
      choose: assign({
        field: ({ context, event }) => (event.type === 'edit-setting' ? event.field : context.field),
        done: null,
        problem: null,
      }),
      change: assign(({ context, event }) => {
        if (event.type !== 'set-setting' && event.type !== 'undo-setting') return {};
        const { field } = event;
        const changed =
          event.type === 'set-setting'
            ? settings.set(context.who, field, event.value)
            : settings.undo(context.who, field);
        if (!changed.ok) {
          const act = `set-${field}`;
          audit.append({ kind: 'act', card: context.who.hash, act, detail: `refused: ${changed.error.kind}` });
          return { done: null, problem: changed.error };
        }
        const { before, after } = changed.value;
        audit.append({ kind: 'act', card: context.who.hash, act: `set-${field}`, detail: `${before} > ${after}` });
        return { done: { field, value: after }, problem: null };
      }),
      forgetProblem: assign({ problem: null }),
    },
    guards: { wasRefused: ({ context }) => context.problem !== null },
  }).createMachine({
    id: 'settings',
    context: ({ input }) => ({ who: input.who, field: 'volume', done: null, problem: null }),
    initial: 'list',
    states: {
      list: {
        on: {
          back: 'left',
          'edit-setting': { target: 'editing', actions: 'choose' },
          'undo-setting': { actions: 'change' },
        },
      },
      editing: {
        on: {
          back: { target: 'list', actions: 'forgetProblem' },
          'set-setting': { target: 'changed', actions: 'change' },
        },
      },
      changed: {
        always: [
          { guard: 'wasRefused', target: 'editing', description: 'refused' },
          { target: 'list', description: 'set' },
        ],
      },
      left: { type: 'final' },
    },
  });
}
