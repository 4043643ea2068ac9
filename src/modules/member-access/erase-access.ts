/**
 * Tables of this module that say something of members. Their rows hang on the member and go with them; the tables are written
 * anew afterwards, so that nothing is left on disk.
 */
export const ERASED_ACCESS_TABLES: readonly string[] = [
  'member_sessions',
  'member_access',
  'member_links_used',
  'member_sign_ins',
];
