"""The one door to the database: models in, models out, every change recorded."""
