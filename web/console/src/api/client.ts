import type { z } from 'zod';
import { noteReachable } from './connection.ts';
import { ApiError, readProblem } from './problem.ts';

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | readonly string[] | undefined | null>;
  /** Sent as JSON, a FormData as it is. */
  body?: unknown;
  signal?: AbortSignal;
}

/** A path with its query; empty and missing values are left out, lists repeat the key. */
export function address(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') search.append(key, String(item));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** Sends one request of the operator who is signed in and reads all of its answer. Throws `ApiError`. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await request(path, options);
  // A body that nobody reads keeps its connection busy.
  const body = await response.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, response);
}

async function request(path: string, options: RequestOptions): Promise<Response> {
  const form = options.body instanceof FormData;
  const response = await fetch(address(path, options.query), {
    method: options.method ?? 'GET',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(options.body === undefined || form ? {} : { 'content-type': 'application/json' }),
    },
    body: options.body === undefined ? undefined : form ? (options.body as FormData) : JSON.stringify(options.body),
    signal: options.signal,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    noteReachable(false);
    throw new ApiError({ status: 0, code: 'offline', message: String(error) });
  });
  noteReachable(true);
  if (!response.ok) throw await readProblem(response);
  return response;
}

/**
 * Sends a request and checks the answer against its contract: what the page shows is what the contract says, or a
 * clear failure with code `contract`.
 */
export async function call<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const response = await request(path, options);
  const parsed = schema.safeParse(response.status === 204 ? undefined : await response.json());
  if (parsed.success) return parsed.data;
  throw new ApiError({
    status: response.status,
    code: 'contract',
    message: parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; '),
  });
}
