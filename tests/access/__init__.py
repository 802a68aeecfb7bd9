"""The proof of ``access``: the policy against an oracle, the README against the policy, the store on both databases."""
