/** Who appears in the story, in the colour of their lines. */
export type Role = 'ada' | 'ben' | 'carla' | 'hexdesk';

const colours: Record<Role, number> = { ada: 35, ben: 36, carla: 33, hexdesk: 90 };
const names: Record<Role, string> = {
  ada: 'Ada, admin',
  ben: 'Ben, agent',
  carla: 'Carla, customer',
  hexdesk: 'Hexdesk',
};

/** Where the story is told, line by line. */
export type Stage = {
  chapter(title: string): void;
  /** Somebody does something. */
  does(who: Role, what: string): void;
  /** Something reaches somebody: an answer, a frame, a mail. */
  gets(who: Role, by: 'answer' | 'socket' | 'mail', what: string): void;
  says(text: string): void;
};

const signs = { answer: '←', socket: '⚡', mail: '✉ ' } as const;

/** Tells the story on a terminal, or plainly where there is none. */
export const terminalStage = (write: (text: string) => void, colourful: boolean): Stage => {
  const painted = (code: number, text: string): string =>
    colourful ? `\u001b[${code}m${text}\u001b[0m` : text;
  const by = (who: Role): string => painted(colours[who], names[who].padEnd(16));
  let chapters = 0;
  return {
    chapter: (title) => {
      chapters += 1;
      write(`\n${painted(1, `${chapters}. ${title}`)}\n`);
    },
    does: (who, what) => write(`   ${by(who)} ${what}\n`),
    gets: (who, way, what) => write(`   ${by(who)} ${signs[way]} ${what}\n`),
    says: (text) => write(`   ${painted(90, text)}\n`),
  };
};
