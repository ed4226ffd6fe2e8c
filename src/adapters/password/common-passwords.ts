import type { CommonPasswords } from '#application/ports/common-passwords.ts';

/** The list of common passwords that zxcvbn-ts keeps: some fifty thousand, unpacked when first needed. */
export const listedPasswords = (): CommonPasswords => {
  let list: Promise<(lowerCase: string) => boolean> | undefined;
  const read = async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const common = new Set(dictionary['passwords-common']);
    return (lowerCase: string): boolean => common.has(lowerCase);
  };
  return {
    list() {
      list ??= read();
      return list;
    },
  };
};
