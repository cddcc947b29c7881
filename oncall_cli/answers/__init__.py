"""What commands answer: frozen models whose JSON is the contract with programs."""
