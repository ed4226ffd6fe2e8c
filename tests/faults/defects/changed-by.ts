import type { Defect } from './defects.ts';

/** A source with a defect in it. @throws when the place is not there any more, or not the only one. */
export const changedBy = ({ name, file, text, becomes }: Defect, source: string): string => {
  const parts = source.split(text);
  if (parts.length !== 2) {
    throw new Error(`"${name}" cannot be planted: ${file} has ${parts.length - 1} times: ${text}`);
  }
  return parts.join(becomes);
};
