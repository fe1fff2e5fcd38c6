/** The one channel between page and main; apart from the checks so that the preload stays a few lines. */
export const channel = { fromPage: 'kiosk:from-page', screen: 'kiosk:screen' } as const;
