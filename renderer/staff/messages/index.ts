import type { StaffLanguage } from '../../../station/contract/staff.ts';
import { en } from './en.ts';
import { ja, type Messages } from './ja.ts';

export const messages: Record<StaffLanguage, Messages> = { ja, en };
