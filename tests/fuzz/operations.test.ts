import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeRows } from '../adapters/http/route-rows.ts';
import { eachEngine } from '../support/engines.ts';
import { budget, replay } from './budget.ts';
import { type FuzzedDesk, startFuzzedDesk } from './fuzzed-desk.ts';
import { type ModeName, modes } from './modes.ts';

const operationIds = Object.keys(routeRows);

eachEngine(`what anybody may send (${replay})`, (engine) => {
  let desk: FuzzedDesk;
  beforeAll(async () => {
    desk = await startFuzzedDesk(engine);
  });
  afterAll(() => desk.close());

  test('every operation of the contract is fuzzed', () => {
    expect([...desk.operations.keys()].toSorted()).toEqual(operationIds.toSorted());
  });

  describe.each(Object.keys(modes) as ModeName[])('%s', (mode) => {
    test.each(operationIds)('%s answers as its contract says', async (operationId) => {
      await desk.fuzz(
        operationId,
        mode,
        engine.name === 'SQLite' ? budget.requests : budget.requestsElsewhere,
      );
    });
  });
});
