/** The k6 that runs are made with where the machine has none of its own. */
export const k6Version = '2.2.0';

/** The oldest major version that runs the scripts, which are TypeScript as it stands. */
export const oldestMajor = 2;

/**
 * SHA-256 of the release's archives. Where a platform is missing here, the archive is held against the
 * checksum list of the release itself, fetched over TLS.
 */
export const pinnedChecksums: Readonly<Record<string, string>> = {
  'k6-v2.2.0-linux-amd64.tar.gz': 'b5a8003c86f35f5cd5ceef1490312c48e587696c94d998cefc6d7b3b4cb1597d',
};

/** Where the release is, with its archives and {@link checksumsFile}. */
export const releaseUrl = `https://github.com/grafana/k6/releases/download/v${k6Version}`;

/** The release's list of checksums. */
export const checksumsFile = `k6-v${k6Version}-checksums.txt`;

/** The name of the archive for a platform; undefined where k6 publishes none. */
export function releaseAsset(platform: NodeJS.Platform, architecture: string): string | undefined {
  const cpu = { x64: 'amd64', arm64: 'arm64' }[architecture];
  const system = { linux: 'linux', darwin: 'macos', win32: 'windows' }[platform as string];
  if (!cpu || !system) return undefined;
  return `k6-v${k6Version}-${system}-${cpu}.${system === 'linux' ? 'tar.gz' : 'zip'}`;
}
