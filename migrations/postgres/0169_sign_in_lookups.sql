-- A browser's sign-in under way is found by its secret, and the member of an address by that.
CREATE UNIQUE INDEX member_sign_ins_secret ON member_sign_ins (workspace_id, secret_hash);
CREATE INDEX accounts_email ON accounts (community_id, lower(external_id)) WHERE platform = 'email';
