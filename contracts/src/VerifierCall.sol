// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The call of a generated verifier
/// @notice The one place that knows its interface.
library VerifierCall {
    /// @dev Whether a verifier accepts a proof for six public inputs. It returns true, or reverts.
    function verify(address verifier, uint256[6] memory inputs, bytes calldata proof) internal view returns (bool) {
        (bool success, bytes memory answer) =
            verifier.staticcall(abi.encodePacked(bytes4(keccak256("verify(uint256[6],bytes)")), inputs, proof));
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }
}
