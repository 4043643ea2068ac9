-- Whether the operators of a workspace must have an authenticator app before they can do anything in it.
ALTER TABLE auth.workspaces ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false;
