import type { JSX } from 'preact';
import type { ScreenBody, ScreenId } from '../../station/contract/index.ts';
import { Charged } from './charged.tsx';
import { Charging } from './charging.tsx';
import { ChooseAmount } from './choose-amount.tsx';
import { Closed } from './closed.tsx';
import { ConfirmCharge } from './confirm-charge.tsx';
import { Goodbye } from './goodbye.tsx';
import { Home } from './home.tsx';
import { Inquiry } from './inquiry.tsx';
import { LayCard } from './lay-card.tsx';
import { LaySameCard } from './lay-same-card.tsx';
import { Maintenance } from './maintenance.tsx';
import { Notice } from './notice.tsx';
import { OutOfService } from './out-of-service.tsx';
import { PrintFailed } from './print-failed.tsx';
import { Printing } from './printing.tsx';
import type { ScreenProps } from './props.ts';
import { ReadingCard } from './reading-card.tsx';
import { Registered } from './registered.tsx';
import { Registering } from './registering.tsx';
import { SettledEarlier } from './settled-earlier.tsx';
import { StaffCalled } from './staff-called.tsx';
import { Starting } from './starting.tsx';
import { Terms } from './terms.tsx';
import { TroubleScreen } from './trouble.tsx';
import { Unresolved } from './unresolved.tsx';

/** One component for each screen of the contract: a screen without one does not compile. */
const components: { readonly [Id in ScreenId]: (props: ScreenProps<Id>) => JSX.Element } = {
  starting: Starting,
  'out-of-service': OutOfService,
  home: Home,
  notice: Notice,
  'lay-card': LayCard,
  'reading-card': ReadingCard,
  terms: Terms,
  registering: Registering,
  registered: Registered,
  'choose-amount': ChooseAmount,
  'confirm-charge': ConfirmCharge,
  charging: Charging,
  charged: Charged,
  'lay-same-card': LaySameCard,
  'settled-earlier': SettledEarlier,
  unresolved: Unresolved,
  inquiry: Inquiry,
  trouble: TroubleScreen,
  printing: Printing,
  'print-failed': PrintFailed,
  closed: Closed,
  goodbye: Goodbye,
  'staff-called': StaffCalled,
  maintenance: Maintenance,
};

/** Draws the screen with the component of its id. */
export function drawScreen<Id extends ScreenId>(body: Extract<ScreenBody, { id: Id }>): JSX.Element {
  const Component: (props: ScreenProps<Id>) => JSX.Element = components[body.id as Id];
  return <Component body={body} />;
}
