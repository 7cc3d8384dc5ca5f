import { XMLParser } from 'fast-xml-parser';

/** The part of ISO 4217's list one that the application needs. */
export interface ListOne {
  /** The day of publication. */
  readonly published: string;
  /** How many digits stand after the point, by the code, of everything that is counted in minor units. */
  readonly minorUnits: Readonly<Record<string, number>>;
}

/**
 * Reads the list of current currencies as SIX, ISO's maintenance agency for 4217, publishes it. What has no minor units
 * there ("N.A.": metals, bond units, codes for tests) is not a currency here. Throws when `xml` is another document.
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
  };
}

interface Entry {
  readonly Ccy?: string;
  readonly CcyMnrUnts?: string;
}
