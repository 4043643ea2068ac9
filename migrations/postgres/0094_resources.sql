-- What operations draw on: people, places and things. Without a quantity there is one, booked by one at a time.
CREATE TABLE resources
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    kind         text        NOT NULL,
    owner        text        NOT NULL DEFAULT '' CHECK (length(owner) <= 120),     -- who looks after it, in words
    contact      text        NOT NULL DEFAULT '' CHECK (length(contact) <= 500),
    note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    quantity     integer     CHECK (quantity >= 0),
    consumed     boolean     NOT NULL DEFAULT false,     -- what is booked is gone; else it comes back
    archived_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (quantity IS NOT NULL OR NOT consumed),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX resources_community ON resources (community_id);
SELECT qunluo_tenant('resources');

-- When a resource can be had; without any row, always.
CREATE TABLE resource_windows
(
    workspace_id uuid      NOT NULL,
    resource_id  uuid      NOT NULL,
    during       tstzrange NOT NULL CHECK (NOT isempty(during)),
    PRIMARY KEY (resource_id, during),
    FOREIGN KEY (workspace_id, resource_id) REFERENCES resources (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('resource_windows');

CREATE TABLE resource_bookings
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    resource_id  uuid        NOT NULL,
    operation_id uuid,                              -- what for, where it is in a budget
    during       tstzrange   NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL AND upper(during) IS NOT NULL),
    quantity     integer     CHECK (quantity > 0),  -- null: the resource itself, alone
    note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT resource_bookings_apart EXCLUDE USING gist (resource_id WITH =, during WITH &&) WHERE (quantity IS NULL),
    FOREIGN KEY (workspace_id, resource_id) REFERENCES resources (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, operation_id) REFERENCES operations (workspace_id, id) ON DELETE SET NULL (operation_id)
);
CREATE INDEX resource_bookings_resource ON resource_bookings USING gist (resource_id, during);
CREATE INDEX resource_bookings_operation ON resource_bookings (operation_id);
SELECT qunluo_tenant('resource_bookings');

-- The most of a resource that is booked at once; of what is used up, all of it.
CREATE FUNCTION qunluo_booked_at_once(resource resources) RETURNS bigint
  LANGUAGE sql STABLE
AS $$
  SELECT coalesce(max(at_once), 0) FROM (
    SELECT (
      SELECT sum(other.quantity) FROM resource_bookings AS other
      WHERE other.resource_id = resource.id AND (resource.consumed OR other.during @> lower(booking.during))
    ) AS at_once
    FROM resource_bookings AS booking WHERE booking.resource_id = resource.id
  ) AS moments
$$;

-- No more is booked than there is, whoever books at the same time: the resource's row is locked while it is counted.
CREATE FUNCTION qunluo_keep_stock() RETURNS trigger
  LANGUAGE plpgsql
AS $$
DECLARE
  resource resources;
BEGIN
  SELECT * INTO resource FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
  IF (resource.quantity IS NULL) <> (NEW.quantity IS NULL) THEN
    RAISE EXCEPTION 'a booking of goods has a quantity, and no other' USING ERRCODE = '23514', CONSTRAINT = 'booking_quantity';
  END IF;
  IF resource.quantity < qunluo_booked_at_once(resource) THEN
    RAISE EXCEPTION 'more is booked than there is' USING ERRCODE = '23514', CONSTRAINT = 'booking_stock';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_stock AFTER INSERT OR UPDATE ON resource_bookings FOR EACH ROW EXECUTE FUNCTION qunluo_keep_stock();

CREATE FUNCTION qunluo_keep_booked() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF (NEW.quantity IS NULL) <> (OLD.quantity IS NULL)
    AND EXISTS (SELECT FROM resource_bookings WHERE resource_id = NEW.id) THEN
    RAISE EXCEPTION 'what is booked keeps how it is counted' USING ERRCODE = '23514', CONSTRAINT = 'booking_quantity';
  END IF;
  IF NEW.quantity < qunluo_booked_at_once(NEW) THEN
    RAISE EXCEPTION 'more is booked than there is' USING ERRCODE = '23514', CONSTRAINT = 'booking_stock';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_booked AFTER UPDATE OF quantity, consumed ON resources FOR EACH ROW EXECUTE FUNCTION qunluo_keep_booked();

-- Whether a resource can be had for the whole of a time: it has no windows, or they cover it.
CREATE FUNCTION qunluo_within_windows(wanted uuid, asked tstzrange) RETURNS boolean
  LANGUAGE sql STABLE
AS $$
  SELECT coalesce(range_agg(during) @> asked, true) FROM resource_windows WHERE resource_id = wanted
$$;
