import { XMLParser } from 'fast-xml-parser';

/** As much of ISO 4217's list one as the application needs. */
export interface ListOne {
  /** The day of publication. */
  readonly published: string;
  /** How many digits stand after the point, by the code, of everything that is counted in minor units. */
  readonly minorUnits: Readonly<Record<string, number>>;
  /** Those of them that the list marks as funds: units that are reckoned in and not paid with. */
  readonly funds: readonly string[];
}

/**
 * Reads the list of current currencies as SIX, ISO's maintenance agency for 4217, publishes it. What has no minor units
 * there ("N.A.": metals, bond units, codes for tests) is no money. Throws when `xml` is another document.
 */
export function readListOne(xml: string): ListOne {
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, attributeNamePrefix: '@' });
  const document = parser.parse(xml) as { ISO_4217?: { '@Pblshd'?: string; CcyTbl?: { CcyNtry?: Entry[] } } };
  const { '@Pblshd': published, CcyTbl } = document.ISO_4217 ?? {};
  if (published === undefined || !CcyTbl?.CcyNtry) throw new Error('This is not list one of ISO 4217 in XML');
  const counted = CcyTbl.CcyNtry.filter(({ Ccy, CcyMnrUnts = '' }) => Ccy && /^\d$/.test(CcyMnrUnts));
  const byCode = new Map(counted.map((entry) => [String(entry.Ccy), entry]));
  const sorted = [...byCode].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    published,
    minorUnits: Object.fromEntries(sorted.map(([code, { CcyMnrUnts }]) => [code, Number(CcyMnrUnts)])),
    funds: sorted.filter(([, { CcyNm }]) => isFund(CcyNm)).map(([code]) => code),
  };
}

interface Entry {
  readonly Ccy?: string;
  readonly CcyMnrUnts?: string;
  readonly CcyNm?: string | { readonly '@IsFund'?: string };
}

function isFund(name: Entry['CcyNm']): boolean {
  return typeof name === 'object' && name['@IsFund'] === 'true';
}
