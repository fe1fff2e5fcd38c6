import type { StaffBody, StaffBodyId } from '../../../station/contract/staff.ts';

export interface ScreenProps<Id extends StaffBodyId> {
  readonly body: Extract<StaffBody, { id: Id }>;
}
