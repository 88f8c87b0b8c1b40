// biome-ignore-all lint/suspicious/noExplicitAny: a double stands for any function
/** What the tests use of Node. Its own types would also bring its globals, and pages would be checked against those. */

declare module "node:test" {
  interface Timers {
    enable(options: {apis: string[]; now?: number}): void;
    tick(ms: number): void;
    setTime(ms: number): void;
    reset(): void;
  }
  interface Called {
    (...given: any[]): any;
    mock: {calls: {arguments: any[]}[]};
  }
  interface Mock {
    timers: Timers;
    fn(run?: (...given: any[]) => unknown): Called;
    method(of: object, name: string, run: (...given: any[]) => unknown): Called;
  }
  export const mock: Mock;
  export function test(name: string, run: (context: {mock: Mock}) => unknown): void;
  export function beforeEach(run: (context: {mock: Mock}) => unknown): void;
  export function afterEach(run: () => unknown): void;
}
declare module "node:assert/strict" {
  const assert: {
    ok(holds: unknown, message?: string): asserts holds;
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(text: string, pattern: RegExp): void;
    rejects(run: Promise<unknown>, holds: (error: any) => boolean): Promise<void>;
    fail(message?: string): never;
  };
  export default assert;
}
declare module "node:module" {
  export function register(hooks: string, from: string): void;
}
declare function setImmediate(run: (...given: any[]) => void): unknown;
