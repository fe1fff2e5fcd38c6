import { computed } from '@preact/signals';
import type { StaffLanguage } from '../../station/contract/staff.ts';
import { devicesEn } from './messages/devices-en.ts';
import { type DeviceMessages, devicesJa } from './messages/devices-ja.ts';
import { language } from './state.ts';

const messages: Record<StaffLanguage, DeviceMessages> = { ja: devicesJa, en: devicesEn };

/** The words of devices, tests and settings in the language of whoever is at work. */
export const deviceText = computed(() => messages[language.value]);
