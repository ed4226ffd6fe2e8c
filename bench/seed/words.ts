import { chance } from './chance.ts';

const words =
  `account invoice refund login password reset delivery order broken screen slow page error payment card upgrade plan
  cancel export import user team invite email bounce missing file upload download mobile app crash printer network
  vpn laptop license key renew server timeout database backup restore please help urgent today since yesterday after
  update the with from for when trying again customer cannot does not work`.split(/\s+/);

/** Texts are cut from one long one: cheap, and as compressible as real mail. */
const prose = Array.from({ length: 12_000 }, (_, index) => words[chance(1, index) % words.length]).join(' ');

/** A text of so many characters, which stream and index alone decide. */
export const textBy = (
  stream: number,
  index: number,
  { min, max }: { readonly min: number; readonly max: number },
): string => {
  const length = min + (chance(stream, index) % (max - min + 1));
  const from = chance(stream + 1, index) % (prose.length - max);
  return prose.slice(from, from + length).trim();
};

/** So many random words. */
export const wordsBy = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');
