// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A verifier that knows the answer
/// @notice Accepts the public inputs that it was told to expect, whatever the proof is, and so lets the tests compare the contract's statement with the circuits'.
contract StandInVerifier {
    bytes32 private _expected;

    /// @notice The inputs did not come.
    error Unexpected(bytes inputs);

    /// @notice Tells it what to accept from now on.
    function expect(uint256[6] calldata inputs) external {
        _expected = keccak256(abi.encodePacked(inputs));
    }

    /// @notice The verifier's function, whatever its name is.
    fallback(bytes calldata input) external returns (bytes memory) {
        if (keccak256(input[4:196]) != _expected) revert Unexpected(input[4:196]);
        return abi.encode(true);
    }
}

/// @title A verifier that answers neither true nor with a revert
contract OddVerifier {
    bytes private _answer;

    /// @notice Keeps the answer.
    constructor(bytes memory answer) {
        _answer = answer;
    }

    /// @notice The verifier's function, whatever its name is.
    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}
