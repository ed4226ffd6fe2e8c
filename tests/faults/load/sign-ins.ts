import { ask } from './ask.ts';
import { emailOf, type Person, password } from './people.ts';
import type { Witness } from './witness.ts';

/** Access tokens of everybody. */
export type SignIns = {
  /** A token that is good at a node, or nothing when there is none to be had now. */
  tokenAt(node: string, person: Person): Promise<string | undefined>;
  /** A node did not take it. */
  forget(node: string, person: Person): void;
};

/** Shorter than a token is good for. */
const keptMs = 8 * 60_000;

/** Signs people in where they are going to ask, since clocks may differ. */
export const signIns = (heard: Witness): SignIns => {
  const known = new Map<string, { readonly token: Promise<string | undefined>; readonly at: number }>();

  const signIn = async (node: string, person: Person): Promise<string | undefined> => {
    const body = { email: emailOf(person), password };
    const reply = await ask(`${node}/v1/auth/login`, { method: 'POST', body });
    heard.hears(node, 'signing in', reply);
    if (reply.kind !== 'answer' || reply.status !== 200) return undefined;
    return (JSON.parse(reply.text) as { accessToken: string }).accessToken;
  };

  return {
    async tokenAt(node, person) {
      const name = `${node} ${person}`;
      const found = known.get(name);
      if (found !== undefined && Date.now() - found.at < keptMs) return found.token;
      const token = signIn(node, person);
      known.set(name, { token, at: Date.now() });
      if ((await token) === undefined) known.delete(name);
      return token;
    },
    forget: (node, person) => void known.delete(`${node} ${person}`),
  };
};
