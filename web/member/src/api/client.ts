/** A request that the server refused, or that never reached it (`status` 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly { where: string; what: string }[];

  constructor(options: { status: number; code: string; message: string; faults?: ApiError['faults'] }) {
    super(options.message);
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.faults = options.faults ?? [];
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function failureOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    faults?: ApiError['faults'];
  };
  return new ApiError({
    status: response.status,
    code: problem.code ?? `http_${response.status}`,
    message: problem.detail ?? response.statusText,
    faults: problem.faults,
  });
}

/**
 * Asks the server as the member who is signed in. `path` is below `/api/m/v1`. The answer is taken for what its contract
 * says: checking it here would load the schemas, which weigh more than all pages. Throws ApiError.
 */
export async function ask<T>(
  path: string,
  options: { method?: Method; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const { method = 'GET', body, signal } = options;
  const response = await fetch(`/api/m/v1${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, code: 'offline', message: String(error) });
  });
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
