/** The channels between pages and main; apart from the checks so that the preloads stay a few lines. */
export const channel = { fromPage: 'kiosk:from-page', screen: 'kiosk:screen', beat: 'kiosk:beat' } as const;
/** Those of the staff page, which the passenger's preload does not know. */
export const staffChannel = {
  fromPage: 'kiosk:from-staff',
  screen: 'kiosk:staff-screen',
  beat: 'kiosk:staff-beat',
} as const;
