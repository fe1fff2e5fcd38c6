import { describe, expect, test } from 'vitest';
import { limited } from '../../renderer/samples-ways.ts';
import { type Screen, ScreenBody, type ScreenId, Trouble } from '../../station/contract/index.ts';
import { flowBench } from './bench.ts';
import { type Story, screenStories, troubleStories } from './stories.ts';

/** The names of a union's members, from its schema: what the page accepts, not what somebody wrote a story for. */
function members(schema: typeof Trouble | typeof ScreenBody, key: 'kind' | 'id'): string[] {
  return schema.def.options.map((option) => {
    const literal = (option.def.shape as Record<string, { def: { values?: readonly unknown[] } }>)[key];
    return String(literal?.def.values?.[0]);
  });
}

/** What was really on the screen of a whole machine while this story was played. */
async function shownIn(story: Story | undefined): Promise<readonly Screen[]> {
  if (!story) throw new Error('no story leads there');
  const bench = await flowBench(story.bench);
  await story.play(bench);
  return bench.screens;
}

describe('a whole machine is brought to', () => {
  test.each(members(Trouble, 'kind'))('the trouble %s', async (kind) => {
    const shown = await shownIn((troubleStories as Readonly<Record<string, Story>>)[kind]);
    expect(shown.flatMap(({ body }) => (body.id === 'trouble' ? [body.trouble.kind] : []))).toContain(kind);
  });

  test.each(members(ScreenBody, 'id'))('the screen %s', async (id) => {
    const shown = await shownIn((screenStories as Readonly<Record<string, Story>>)[id]);
    const screens = shown.filter(({ body }) => body.id === id);
    expect(screens).not.toEqual([]);
    // Its pictures have the ring of the time that is left where the machine has a limit, and nowhere else.
    expect(limited.has(id as ScreenId)).toBe(screens.some(({ timeLimit }) => timeLimit !== null));
  });
});

test('the names come from the schema, all of them', () => {
  expect(members(ScreenBody, 'id').sort()).toEqual(Object.keys(screenStories).sort());
  expect(members(Trouble, 'kind').sort()).toEqual(Object.keys(troubleStories).sort());
});
