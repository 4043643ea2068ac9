import { z } from 'zod';

const problemSchema = z.object({
  title: z.string().optional(),
  status: z.number().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
  faults: z.array(z.object({ where: z.string(), what: z.string() })).optional(),
  requestId: z.string().optional(),
});

/** A request that the server refused or that never reached it (`status` 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly { where: string; what: string }[];
  readonly requestId: string | undefined;

  constructor(options: {
    status: number;
    code: string;
    message: string;
    faults?: { where: string; what: string }[];
    requestId?: string;
  }) {
    super(options.message);
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.faults = options.faults ?? [];
    this.requestId = options.requestId;
  }
}

/** The failure a response describes, as problem+json or as the sign-in library's `{ code, message }`. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body = problemSchema.safeParse(await response.json().catch(() => ({})));
  const problem = body.success ? body.data : {};
  return new ApiError({
    status: response.status,
    code: (problem.code ?? `http_${response.status}`).toLowerCase(),
    message: problem.detail ?? problem.message ?? problem.title ?? response.statusText,
    faults: problem.faults,
    requestId: problem.requestId,
  });
}
