/** Ids and moments that the examples of different features share, so that they fit each other. */
export const exampleIds = {
  ann: '018f6f0e-6f2a-4c61-9d5c-0d8e1f3a7b10',
  /** Ann's manager. */
  bob: '018f6f0e-7a91-4e0b-8c52-5b1f0a9d2c34',
  expense: '0199a3f4-1c7d-4b2e-9f60-3d5a8c1e7f21',
  receipt: '0199a3f6-52b8-4d17-8a0c-6e9f4b2d1c83',
} as const;

export const exampleMoment = '2026-11-02T18:24:05.123Z';
