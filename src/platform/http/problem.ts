import { z } from 'zod';
import { AppError, type InputFault, Unavailable } from '#kernel/errors.ts';

/** Problem details of RFC 9457: what every failed request is answered with, as application/problem+json. */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:qunluo:problem:<code>'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('stable; switch on this'),
    detail: z.string(),
    faults: z
      .array(z.object({ where: z.string().describe('JSON pointer, line or column'), what: z.string() }))
      .describe('each wrong place of the input'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

const TITLES: Record<number, string> = {
  400: 'The input cannot be taken',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Cannot answer in that form',
  408: 'The request took too long to arrive',
  409: 'In conflict with the present state',
  410: 'Gone',
  411: 'Length required',
  413: 'Too large',
  415: 'Media type not supported',
  422: 'The input cannot be taken',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not ready',
  507: 'No disk space left',
};

type Answer = { problem: Problem; retryAfter?: number; defect: boolean };

const CODES: Record<string, string> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty_body',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_content_length',
  FST_REQ_FILE_TOO_LARGE: 'file_too_large',
  FST_FILES_LIMIT: 'too_many_files',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
};

/** JSON pointer escaping of RFC 6901. */
const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** The pointer of a zod issue's path below a root: `/body/events/0/id`. */
export const pointer = (root: string, path: readonly PropertyKey[]): string =>
  `/${[root, ...path.map(String)].map(escapePointer).join('/')}`;

/** Faults of a zod error, each with a JSON pointer below `root`. */
export function faultsOf(error: z.ZodError, root: string): InputFault[] {
  return error.issues.map((issue) => ({ where: pointer(root, issue.path), what: issue.message }));
}

/** PostgreSQL and socket failures that pass by themselves: class 08, shutdown and start-up, refused connections. */
const PASSING = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const NO_SPACE = /^(53100|ENOSPC|EDQUOT)$/;

function wellKnown(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NO_SPACE.test(code)) {
    return new AppError({
      code: 'disk_full',
      status: 507,
      message: 'the disk of the server is full; free some space and try again',
      cause: error,
    });
  }
  if (PASSING.test(code)) return new Unavailable('the database cannot be reached just now; try again shortly');
  return undefined;
}

/**
 * The problem that a thrown value becomes. Known failures say what and where; anything else is a defect, answered with
 * 500 and nothing of its inside.
 */
export function toProblem(error: unknown, requestId: string): Answer {
  const make = (status: number, code: string, detail: string, faults: readonly InputFault[] = []): Problem => ({
    type: `urn:qunluo:problem:${code}`,
    title: TITLES[status] ?? 'The request failed',
    status,
    code,
    detail,
    faults: [...faults],
    requestId,
  });
  const known = wellKnown(error);
  if (known) {
    return {
      problem: make(known.status, known.code, known.message, known.faults),
      retryAfter: known instanceof Unavailable ? known.retryAfter : retryAfterOf(known),
      defect: known.status === 500,
    };
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) {
    const code = CODES[String((error as { code?: unknown }).code)] ?? (status === 404 ? 'not_found' : 'bad_request');
    return { problem: make(status, code, (error as Error).message), defect: false };
  }
  const detail = 'the failure is in the log of the server under this request id';
  return { problem: make(500, 'internal', detail), defect: true };
}

const retryAfterOf = (error: AppError): number | undefined =>
  'retryAfter' in error && typeof error.retryAfter === 'number' ? error.retryAfter : undefined;
