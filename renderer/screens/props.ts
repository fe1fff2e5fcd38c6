import type { ScreenBody, ScreenId } from '../../station/contract/index.ts';

export interface ScreenProps<Id extends ScreenId> {
  readonly body: Extract<ScreenBody, { id: Id }>;
}
