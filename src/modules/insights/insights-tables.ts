import type { ColumnType } from 'kysely';
import type { CommunityReport } from './contract.ts';
import type { EvaluationInputs } from './evaluation-store.ts';
import type { InsightRules } from './insight-rules.ts';

type Json<T> = ColumnType<T, string, never>;

export type InsightsTables = {
  evaluations: {
    id: string;
    workspace_id: string;
    community_id: string;
    as_of: ColumnType<string, string, never>;
    current: boolean;
    evaluated_at: ColumnType<Date, Date, never>;
    log_state: string;
    rules: Json<InsightRules>;
    inputs: Json<EvaluationInputs>;
    report: Json<CommunityReport>;
    holds_states: ColumnType<boolean, boolean | undefined, boolean>;
  };
};
