export * from './intent.ts';
export * from './screen.ts';
