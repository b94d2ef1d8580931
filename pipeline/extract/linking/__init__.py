"""Who is who: the mentions of one document to entities."""

from pipeline.extract.linking.entities import link as link
