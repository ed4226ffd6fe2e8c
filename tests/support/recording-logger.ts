import type { Logger } from '#application/ports/logger.ts';

export type LogLine = {
  readonly level: keyof Logger;
  readonly facts: object;
  readonly message: string;
};

/** A log that is read in the same test. */
export const recordingLogger = (): Logger & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const at = (level: keyof Logger) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
