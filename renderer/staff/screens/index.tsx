import type { JSX } from 'preact';
import type { StaffBody, StaffBodyId } from '../../../station/contract/staff.ts';
import { Checking, ChoosePin, EnterPin, LayStaffCard, LockedOut, RefusedCard } from './access.tsx';
import { Board, DeviceTests } from './board.tsx';
import { Cards, ConfirmRemoveCard, ConfirmReturnCard, LayNewCard } from './cards.tsx';
import { ChooseService, Cleaning, ConfirmPower, Powering } from './machine.tsx';
import { Menu } from './menu.tsx';
import { moneyScreens } from './money.tsx';
import { KeyTest, SoundTest, TouchTest } from './page-tests.tsx';
import { PaperChange, PrinterTest } from './printer-test.tsx';
import type { ScreenProps } from './props.ts';
import { ReaderTest } from './reader-test.tsx';
import { EmptyRoom } from './room.tsx';
import { SelfTest } from './self-test.tsx';
import { EditSetting, Settings } from './settings.tsx';
import { TowerTest } from './tower-test.tsx';

/** One component for each screen of the contract: a screen without one does not compile. */
const components: { readonly [Id in StaffBodyId]: (props: ScreenProps<Id>) => JSX.Element } = {
  'enter-pin': EnterPin,
  'choose-pin': ChoosePin,
  'locked-out': LockedOut,
  'refused-card': RefusedCard,
  checking: Checking,
  menu: Menu,
  'choose-service': ChooseService,
  cleaning: Cleaning,
  'confirm-power': ConfirmPower,
  powering: Powering,
  'lay-staff-card': LayStaffCard,
  cards: Cards,
  'confirm-remove-card': ConfirmRemoveCard,
  'confirm-return-card': ConfirmReturnCard,
  'lay-new-card': LayNewCard,
  room: EmptyRoom,
  ...moneyScreens,
  board: Board,
  'device-tests': DeviceTests,
  'reader-test': ReaderTest,
  'printer-test': PrinterTest,
  'paper-change': PaperChange,
  'tower-test': TowerTest,
  'touch-test': TouchTest,
  'key-test': KeyTest,
  'sound-test': SoundTest,
  'self-test': SelfTest,
  settings: Settings,
  'edit-setting': EditSetting,
};

/** Draws the screen with the component of its id. */
export function drawScreen<Id extends StaffBodyId>(body: Extract<StaffBody, { id: Id }>): JSX.Element {
  const Component: (props: ScreenProps<Id>) => JSX.Element = components[body.id as Id];
  return <Component body={body} />;
}
