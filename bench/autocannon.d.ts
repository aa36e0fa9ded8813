/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    duration: number;
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    /** Requests per second of all connections together. */
    overallRate: number;
  }
  interface Result {
    requests: { average: number };
    latency: { p99: number };
    non2xx: number;
    errors: number;
  }
  export default function autocannon(
    options: Pick<Options, 'url' | 'connections' | 'duration'> & Partial<Options>,
  ): Promise<Result> & { stop(): void };
}
