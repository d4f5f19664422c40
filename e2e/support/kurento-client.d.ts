/** The few parts of kurento-client that the tests use; the package has no types of its own. */
declare module 'kurento-client' {
  interface Pipeline {
    getGstreamerDot(): Promise<string>;
  }
  interface Client {
    getServerManager(): Promise<{ getPipelines(): Promise<Pipeline[]> }>;
    close(): void;
  }
  export default function kurento(url: string): Promise<Client>;
}
