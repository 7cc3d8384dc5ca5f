export async function writeFidelity(): Promise<void> {}
