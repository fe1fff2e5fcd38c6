export * from './intent.ts';
export * from './screen.ts';
export * from './words.ts';
