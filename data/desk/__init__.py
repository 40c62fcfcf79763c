"""What clerks do: one class per subject, one method per verb; every act is one transaction with its event."""
