import { parseArgs } from 'node:util';
import { numbers } from '../flags.ts';

/** What a run at several sizes measures. */
export type ScalePlan = {
  /** Tickets, the smallest first. */
  readonly sizes: readonly number[];
  /** Requests of each kind at each size. */
  readonly samples: number;
  /** Tickets on a page of a list. */
  readonly limit: number;
  /** Only what has this in its name. */
  readonly only: string | undefined;
  /** Nothing that has this in its name. */
  readonly except: string | undefined;
  /** MySQL's buffer pool. */
  readonly bufferPool: string;
};

const mostTickets = 1_000_000;

/** Reads the command line. @throws when it asks for what there is not. */
export const scalePlanFrom = (args: readonly string[]): ScalePlan => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'boolean' },
      sizes: { type: 'string', default: '10_000,100_000,1_000_000' },
      samples: { type: 'string', default: '300' },
      // so few that pages are full at ten thousand, too: the same answer is compared
      limit: { type: 'string', default: '8' },
      only: { type: 'string' },
      except: { type: 'string' },
      'buffer-pool': { type: 'string', default: '6G' },
    },
  });
  const sizes = numbers(values.sizes, { max: mostTickets }) ?? [];
  const [samples = 0] = numbers(values.samples, { max: 100_000 }) ?? [];
  const [limit = 0] = numbers(values.limit, { max: 100 }) ?? [];
  return {
    sizes: sizes.toSorted((one, other) => one - other),
    samples,
    limit,
    only: values.only,
    except: values.except,
    bufferPool: values['buffer-pool'],
  };
};
