"""The guided path: five short scenes, each with the stage and one thing to do."""
