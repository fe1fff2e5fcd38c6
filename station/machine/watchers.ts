/** What the station machine is told from outside, each as a child that says so and knows nothing else. */
import { fromCallback } from 'xstate';
import type { StationDeps } from './deps.ts';

/** Says when the reader has answered for the first time. */
export function devicesWatch({ reader }: StationDeps) {
  return fromCallback(({ sendBack }) => {
    const tell = () => {
      if (reader.status === 'ready') sendBack({ type: 'devices.ready' });
    };
    tell();
    return reader.onStatus(tell);
  });
}

/** Says when the center will not have this machine. */
export function centerWatch({ day }: StationDeps) {
  return fromCallback(({ sendBack }) => {
    const tell = () => {
      if (day.refusal) sendBack({ type: 'center.refuses' });
    };
    tell();
    return day.onChange(tell);
  });
}

/** Says when the machine was opened or closed. */
export function serviceWatch({ staff, opening }: StationDeps) {
  return fromCallback(({ sendBack }) => {
    const tell = () => sendBack({ type: 'service.changes' });
    const stopService = staff.service.onChange(tell);
    const stopHours = opening.onChange(tell);
    return () => {
      stopService();
      stopHours();
    };
  });
}
