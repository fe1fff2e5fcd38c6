/** `electron` as a sandboxed preload sees it, for the document in this module's own address. */
import { worlds } from './view.ts';

const world = worlds.get(Number(new URL(import.meta.url).searchParams.get('world')));
if (!world) throw new Error('a preload without a document');
export const { contextBridge, ipcRenderer } = world;
