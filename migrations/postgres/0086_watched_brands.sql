-- Names under which brands are talked about: own ones and rivals'. A list a community, in an order.
CREATE TABLE watched_brands
(
    id           uuid    PRIMARY KEY,
    workspace_id uuid    NOT NULL,
    community_id uuid    NOT NULL,
    place        integer NOT NULL,
    name         text    NOT NULL CHECK (name <> '' AND length(name) <= 60),
    own          boolean NOT NULL,
    words        jsonb   NOT NULL CHECK (jsonb_array_length(words) BETWEEN 1 AND 30),
    except_words jsonb   NOT NULL DEFAULT '[]',       -- longer words that hold one of them and mean something else
    UNIQUE (workspace_id, community_id, place) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('watched_brands');
